"""What the pages claim in general, tried on as many seeds as the page names; by part."""


# --- Part 1 ---


# --- Part 2 ---


# --- Part 3 ---


# --- Part 4 ---


# --- Part 5 ---


# --- Part 6 ---


# --- Part 7 ---


# --- Part 8 ---


# --- Part 9 ---


# --- Part 10 ---
