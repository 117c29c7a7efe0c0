"""How the reading site is built, from the README and the stored notebooks: sphinx-build -c docs -b html . _site"""
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / folder) for folder in ("tools", "notebooks", "."))]

project = html_title = "Neural networks demystified, in notebooks"
author = "its contributors"
copyright = "its contributors, BSD 3-Clause; the videos are by Stephen Welch of Welch Labs"
extensions = ["reading_site", "myst_nb", "sphinx_copybutton"]
root_doc = "README"
include_patterns = ["README.md", "notebooks/*.ipynb"]

nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
mathjax_path = "mathjax/tex-chtml.js"
mathjax3_config = {"options": {"enableMenu": False}}
copybutton_selector = "div.cell_input div.highlight pre, div:not(.output) > div.highlight pre"

html_theme = "sphinx_book_theme"
html_sidebars = {"**": ["search-button-field.html", "sbt-sidebar-nav.html"]}  # whose first entry is the title
html_theme_options = {
    "home_page_in_toc": True,
    "show_toc_level": 1,
    "use_download_button": False,  # one notebook alone doesn't run: the first page has the zip
    "use_fullscreen_button": False,
    "footer_content_items": ["copyright.html"],
    "navbar_persistent": [],  # the search has its place in the sidebar
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_static_path = ["_static", "_cache/static"]  # the second holds MathJax, which the build fetches
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}  # light or dark as the system has it
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False  # a class would find the solutions there
html_show_sphinx = False
