"""A digit from a picture file: each kind of picture that people have, and what is said where there is none."""
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from sklearn.datasets import load_digits

from lesson import pad, photo
from partEight import Classifier, learn
from support import drawings


@pytest.fixture(scope="module")
def network():
    counts, labels = load_digits(return_X_y=True)
    network = Classifier(rng=0)
    learn(network, counts / 16, np.eye(10)[labels], rate=0.05, epochs=20, rng=0)
    return network


def paper(digit, side=200, pen=6):
    """A picture of a digit on paper, in gray levels."""
    picture, cell = Image.new("L", (side, side), 230), side / 32
    brush = ImageDraw.Draw(picture)
    stroke, _ = drawings.stroke("large" if digit % 2 else "narrow", digit)
    for start, end in zip(stroke, stroke[1:]):
        if start and end:
            brush.line([cell * each for each in (*start, *end)], fill=50, width=pen)
            for x, y in start, end:
                brush.ellipse([cell * x - pen / 2, cell * y - pen / 2, cell * x + pen / 2, cell * y + pen / 2], fill=50)
    return picture.filter(ImageFilter.GaussianBlur(1))


def changed(picture, change):
    return Image.fromarray(np.uint8(np.clip(change(np.asarray(picture, dtype=float)), 0, 255)))


def shaded(levels):
    return levels * np.linspace(1, 0.5, len(levels)) + np.random.default_rng(0).normal(0, 5, levels.shape)


def dusty(levels):
    return np.where(np.indices(levels.shape).sum(axis=0) < 3, 0, levels)


def transparent(picture):
    """Black ink, and nothing where the paper was."""
    return Image.merge("LA", (picture.point(lambda level: 0), picture.point(lambda level: 255 * (level < 140))))


KINDS = {
    "scan.png": lambda picture: picture,
    "photograph.jpg": lambda picture: picture.convert("RGB"),
    "shadow.jpg": lambda picture: changed(picture, shaded),
    "chalk.png": lambda picture: changed(picture, lambda levels: 255 - levels),
    "pencil.png": lambda picture: changed(picture, lambda levels: 140 + levels / 3),
    "transparent.png": transparent,
    "palette.gif": lambda picture: picture.quantize(8),
    "two colors.png": lambda picture: picture.point(lambda level: 255 * (level > 140)).convert("1"),
    "16 bits.png": lambda picture: Image.fromarray(np.asarray(picture).astype(np.uint16) * 200),
    "blue ink.png": lambda picture: Image.merge("RGB", (picture, picture, picture.point(lambda level: 230))),
    "large.jpg": lambda picture: picture.resize((2500, 2500)),
    "tiny.png": lambda picture: picture.resize((48, 48)),
    "off center.png": lambda picture: expanded(picture, (900, 300)),
    "dust.png": lambda picture: changed(picture, dusty),
    "white on nothing.png": lambda picture: Image.merge("LA", (
        picture.point(lambda level: 255), picture.point(lambda level: 255 * (level < 140)))),
    "as from a phone.jpg": lambda picture: picture.resize((1600, 1200)).convert("RGB"),
    "palette.png": lambda picture: picture.convert("P"),
    "black frame.png": lambda picture: framed(picture, 6, 6, 6, 6),
    "shadow of the lid.png": lambda picture: framed(picture, 6, 0, 0, 12),
    "on a dark table.jpg": lambda picture: on_a_table(picture, 0),
    "on a dark table, turned.jpg": lambda picture: on_a_table(picture, 5),
    "thick chalk, cut out.png": lambda picture: changed(picture.filter(ImageFilter.MinFilter(11)),
                                                        lambda levels: 255 - levels).crop((12, 12, 188, 188)),
    "16 bits, chalk.png": lambda picture: Image.fromarray(65535 - np.asarray(picture).astype(np.uint16) * 257),
}


def framed(picture, top, left, right, bottom):
    levels = np.array(picture)
    levels[:top], levels[:, :left] = 0, 0
    levels[levels.shape[0] - bottom:], levels[:, levels.shape[1] - right:] = 0, 0
    return Image.fromarray(levels)


def on_a_table(picture, angle):
    table, sheet = Image.new("L", (300, 300), 20), picture.rotate(angle, expand=True, fillcolor=20)
    table.paste(sheet, [(300 - side) // 2 for side in sheet.size])
    return table


def expanded(picture, size):
    whole = Image.new("L", size, 230)
    whole.paste(picture, (650, 60))
    return whole


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_picture_is_read(name, network, tmp_path):
    read = []
    for digit in (0, 2, 3, 4, 5):
        KINDS[name](paper(digit)).save(tmp_path / name)
        counts = pad.count(pad.prepare(photo.cells(tmp_path / name)))
        read.append(network.predict(counts.reshape(1, 64) / 16)[0])
    assert read == [0, 2, 3, 4, 5]


def test_all_ten_digits_from_a_photograph(network, tmp_path):
    read = []
    for digit in range(10):
        changed(paper(digit), shaded).save(tmp_path / "digit.jpg")
        counts = pad.count(pad.prepare(photo.cells(tmp_path / "digit.jpg")))
        read.append(network.predict(counts.reshape(1, 64) / 16)[0])
    assert np.sum(np.equal(read, range(10))) >= 9, read


def test_a_picture_is_held_upright_as_the_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    paper(7).save(tmp_path / "upright.png")
    paper(7).transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned.png", exif=exif)
    np.testing.assert_array_equal(photo.cells(tmp_path / "upright.png"), photo.cells(tmp_path / "turned.png"))


def test_the_digit_keeps_its_proportions_and_fills_the_cells():
    digit = photo.to_cells(np.ones((200, 50), dtype=bool))
    assert digit.any(axis=1).sum() in (28, 29, 30) and digit.any(axis=0).sum() in (7, 8, 9)


def test_otsu_splits_two_groups():
    values = np.concatenate([np.random.default_rng(0).normal(0.2, 0.03, 900), np.full(100, 0.8)])
    assert 0.25 < photo.otsu(values) < 0.8


def test_what_is_no_picture_is_told(tmp_path):
    (tmp_path / "notes.png").write_text("a 3, I think")
    with pytest.raises(ValueError, match="notes.png isn't a picture that Pillow can read: save it as PNG or JPEG"):
        photo.cells(tmp_path / "notes.png")
    (tmp_path / "empty.jpg").write_bytes(b"")
    with pytest.raises(ValueError, match="empty.jpg isn't a picture"):
        photo.cells(tmp_path / "empty.jpg")
    with pytest.raises(FileNotFoundError):
        photo.cells(tmp_path / "nowhere.png")


def test_half_a_file_is_told(tmp_path):
    paper(3).save(tmp_path / "whole.png")
    (tmp_path / "half.png").write_bytes((tmp_path / "whole.png").read_bytes()[:400])
    with pytest.raises(ValueError, match="half.png can't be read: "):
        photo.cells(tmp_path / "half.png")


@pytest.mark.parametrize("picture", [
    Image.new("L", (100, 100), 255), Image.new("RGBA", (100, 100), (0, 0, 0, 0)), Image.new("L", (1, 1), 0),
    changed(Image.new("L", (200, 200), 230), shaded)])
def test_a_picture_without_ink_is_told(picture, tmp_path):
    picture.save(tmp_path / "blank.png")
    with pytest.raises(ValueError, match="no ink was found in .*blank.png: it needs one digit"):
        photo.cells(tmp_path / "blank.png")


def test_a_digit_that_is_too_small_is_told(tmp_path):
    speck = np.full((100, 100), 230, dtype=np.uint8)
    speck[50:53, 50:53] = 0
    Image.fromarray(speck).save(tmp_path / "speck.png")
    with pytest.raises(ValueError, match="the ink in .*speck.png fills 3% of its height: cut it out closer"):
        photo.cells(tmp_path / "speck.png")


def test_more_than_one_digit_or_a_lying_one_is_told(tmp_path):
    two = Image.new("L", (500, 200), 230)
    for left, digit in (0, 2), (300, 7):
        two.paste(paper(digit), (left, 0))
    two.save(tmp_path / "two.png")
    with pytest.raises(ValueError, match="two.png is much wider than high: is it turned, or more than one digit"):
        photo.cells(tmp_path / "two.png")


def test_a_picture_too_large_to_open_is_told(tmp_path, monkeypatch):
    paper(3).save(tmp_path / "huge.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10_000)
    with pytest.raises(ValueError, match="huge.png can't be read: Image size .* exceeds limit"):
        photo.cells(tmp_path / "huge.png")


def test_the_datas_own_eight_by_eight_pixels_are_read(network, tmp_path):
    counts, labels = load_digits(return_X_y=True)
    read = []
    for each in counts[:10]:
        Image.fromarray(np.uint8(255 - 15.9 * each.reshape(8, 8))).save(tmp_path / "tiny.png")
        read.append(network.predict(pad.count(pad.prepare(photo.cells(tmp_path / "tiny.png"))).reshape(1, 64) / 16)[0])
    assert np.sum(read == labels[:10]) >= 8, read


def test_a_picture_of_pillow_does_as_well_as_its_file(tmp_path):
    paper(3).save(tmp_path / "three.png")
    np.testing.assert_array_equal(photo.cells(paper(3)), photo.cells(tmp_path / "three.png"))
    names, pictures = zip(*photo.stages(paper(3)))
    np.testing.assert_array_equal(pictures[-1], pad.count(pad.prepare(photo.cells(paper(3)))))
    with pytest.raises(ValueError, match="no ink was found in the picture: "):
        photo.cells(Image.new("L", (100, 100), 255))
