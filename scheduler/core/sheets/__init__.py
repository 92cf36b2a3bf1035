"""Sheets: posts as rows of a CSV file, ours or another tool's.

    cells     what a spreadsheet would run as a formula
    writing   posts as a sheet, in our own layout
    tables    bytes as rows: encoding, separator, line numbers
    headings  which column holds what, by its name in English or French
    dates     times as other tools write them: the whole column says which order they are in
    reading   rows as what somebody wants to post, each with its line

Nothing is guessed: what has two senses is refused, with the option that decides.
"""
