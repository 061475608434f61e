"""What a training has come to: a summary of a run folder, the table of many, a page and figures; read without torch."""
