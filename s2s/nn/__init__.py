"""The network: modules that take tensors and plain numbers, and know nothing of files or options.

Dimension letters, used in every docstring:

B batch · S source length · T target length · E embedding width · H hidden units · L layers · V vocabulary ·
K beams · D memory width (H × directions) · A attention width · G gates of a cell · P parts of a state
(an LSTM has two, hidden and cell; the other cells one).

Masks are True on real tokens. A state is one tensor (B, L, P, H) for every cell.
"""
