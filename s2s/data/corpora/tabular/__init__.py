"""Tables of numbers, times and names, as files of series have them: cells, columns, times, and how series lie in them."""
