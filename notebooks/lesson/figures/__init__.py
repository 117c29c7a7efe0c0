"""The drawings of the series, one file per part. Each function takes data or a network and returns the axes."""
# ruff: noqa: F403
from .part_01 import *
from .part_02 import *
from .part_03 import *
from .part_04 import *
from .part_05 import *
from .part_06 import *
from .part_07 import *
from .part_08 import *
from .part_09 import *
from .part_10 import *
from .shared import *
