"""Opens the workbook of a result with openpyxl and holds it against the tables.

    check_workbook.py RESULT_DIR

Prints one closing line, `N passed, N failed`.
"""

import csv
import math
import pathlib
import sys

import openpyxl

passed = failed = 0


def check(holds, what):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print("FAILED", what)


def equal(text, cell):
    if text == "" or cell is None:
        return text == "" and cell in (None, "")
    if isinstance(cell, bool):
        return text == str(cell).lower()
    if isinstance(cell, (int, float)):
        # fifteen digits, as spreadsheets keep them
        return math.isclose(float(text), cell, rel_tol=1e-14, abs_tol=1e-300)
    return text == str(cell) or text == "'" + str(cell)


def main():
    result = pathlib.Path(sys.argv[1])
    book = openpyxl.load_workbook(result / "covgap.xlsx")
    check(book.sheetnames[:2] == ["Summary", "Uncovered"], f"the first sheets: {book.sheetnames}")
    check(book.sheetnames[-1] == "Data quality", f"the last sheet: {book.sheetnames}")
    by_header = {}
    for sheet in book.worksheets[1:-1]:
        header = tuple(cell.value for cell in sheet[1])
        by_header[header] = sheet
        check(sheet.freeze_panes == "C2", f"{sheet.title}: frozen at {sheet.freeze_panes}")
        check(sheet.auto_filter.ref, f"{sheet.title}: no filter")
        check(sheet.print_title_rows == "$1:$1", f"{sheet.title}: {sheet.print_title_rows} repeats on paper")
        check(sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9, f"{sheet.title}: paper")
    for path in sorted(result.glob("*.csv")):
        if path.stem == "diff":  # two vintages: no layer of one result, and in its own two formats only
            continue
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        sheet = by_header.get(tuple(rows[0]))
        check(sheet is not None, f"no sheet has the columns of {path.name}")
        if sheet is None:
            continue
        cells = list(sheet.iter_rows(min_row=2, values_only=True))
        check(len(cells) == len(rows) - 1, f"{sheet.title}: {len(cells)} rows, {len(rows) - 1} in {path.name}")
        bad = [
            (nth, text, cell)
            for nth, (line, row) in enumerate(zip(rows[1:], cells))
            for text, cell in zip(line, row)
            if not equal(text, cell)
        ]
        check(not bad, f"{sheet.title}: {len(bad)} cells differ from {path.name}, the first {bad[:1]}")
        formats = {cell.column: cell.number_format for cell in sheet[2]} if cells else {}
        for nth, name in enumerate(rows[0], 1):
            if name in ("population", "people_outside") and cells:
                check(formats[nth] == "#,##0", f"{sheet.title}: {name} is shown as {formats[nth]}")
            if name == "covered_share" and cells:
                check(formats[nth] == "0.0%", f"{sheet.title}: {name} is shown as {formats[nth]}")
            if name in ("cost", "spent", "budget") and cells:
                check("₫" in formats[nth], f"{sheet.title}: {name} is shown as {formats[nth]}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
