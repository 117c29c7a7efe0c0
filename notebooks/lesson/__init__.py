"""What the notebooks import beside the network: figures, sliders, circuits, the video, and exercises that answer."""
from . import figures
from .circuit import circuit, network_lines
from .exercises import check
from .guess import you_said
from .session import set_up
from .widgets import YouTubeVideo, reader_is_there, slider

__all__ = ["YouTubeVideo", "check", "circuit", "figures", "network_lines", "reader_is_there", "set_up", "slider",
           "you_said"]
