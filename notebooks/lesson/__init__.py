"""What the notebooks import beside the network: figures, sliders, circuits, the video, and exercises that answer."""
import importlib

for package in ("numpy", "scipy", "matplotlib", "IPython"):
    try:
        importlib.import_module(package)
    except ImportError:
        raise ImportError(f"This kernel has no {package}. Choose the kernel of the environment that you installed, or "
                          "run %pip install -r ../requirements.txt in a cell and restart the kernel.") from None

from . import figures
from .circuit import circuit, network_lines
from .exercises import check
from .guess import you_said
from .session import set_up
from .widgets import YouTubeVideo, moves, reader_is_there, slider

__all__ = ["YouTubeVideo", "check", "circuit", "figures", "moves", "network_lines", "reader_is_there", "set_up",
           "slider", "you_said"]
