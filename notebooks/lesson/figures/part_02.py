"""The drawings of Part 2: forward propagation."""
import matplotlib.pyplot as plt
import numpy as np

from .shared import INK, head, minus


def plane(answer, night=None, nights=(), lines=(0.5,), ax=None):
    """The plane of sleep and study, shaded by what `answer` says, from 0 to 1, about nights (scaled, one per row).

    Lines run where it says one of `lines`: white, or dark where the ground is bright.
    `night` (hours) is a star with its answer, and `nights` are circles.
    """
    ax = ax or plt.subplots(figsize=(5, 3.6))[1]
    sleep, study = np.linspace(0, 12.5, 251), np.linspace(0, 5, 101)
    inputs = np.column_stack([each.ravel() for each in np.meshgrid(sleep / 10, study / 5)])
    says = 100 * np.reshape(answer(inputs), (101, 251))
    ax.pcolormesh(sleep, study, says, shading="nearest", vmin=0, vmax=100)
    if says.min() < 100 * max(lines) and says.max() > 100 * min(lines):
        ax.contour(sleep, study, says, levels=100 * np.array(lines), linewidths=1.5,
                   colors=["white" if each < 0.6 else INK for each in lines])
    for each in nights:
        ax.plot(*each, "o", color="white", markeredgecolor=INK, markersize=8)
    if night is not None:
        [answered] = 100 * np.ravel(answer(np.array([night]) / [10, 5]))
        ax.plot(*night, "*", color="white", markeredgecolor=INK, markersize=15)
        ax.annotate(f"{answered:.0f} %", night, (0, 12), textcoords="offset points", ha="center", fontweight="bold",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    ax.set(xlabel="sleep (hours)", ylabel="study (hours)", xlim=(0, 12.5), ylim=(0, 5), xticks=range(0, 13, 4))
    return ax


def hidden_layer(N, night, nights=()):
    """What each hidden unit of N answers over the plane of sleep and study, and N's estimate, which sums them up."""
    units = range(N.hiddenLayerSize)
    fig, axes = plt.subplots(1, len(units) + 1, figsize=(2.85 * len(units) + 3.6, 3.4), sharex=True, sharey=True,
                             width_ratios=[1] * len(units) + [1.22])

    def unit(k):
        return lambda inputs: (N.forward(inputs), N.a2[:, k])[1]

    for k, ax in zip(units, axes):
        plane(unit(k), night, nights, ax=ax)
        ax.set_title(minus(f"unit {k + 1}, times {N.W2[k, 0]:g}"), fontsize=11)
    plane(N.forward, night, nights, lines=(0.75, 0.85), ax=axes[-1])
    axes[-1].set_title("added up: lines at 75 and 85 %", fontsize=11)
    for ax in axes:
        ax.label_outer()
    fig.colorbar(axes[-1].collections[0], ax=axes[-1], label="answer (%)")
    head(fig, "Each unit draws a line, and their sum makes a ridge")
    return axes
