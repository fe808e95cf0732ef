"""Files of every kind, made up and damaged: `python -m benchmarks.reader_fuzz [FILES] [SEED]`.

Each file holds tweets with a mark of their own. Whatever is done to the file, a mark must come back
in exactly one row, or the file be refused in one way; a row without a flaw never holds two tweets;
and where nothing is damaged, every tweet comes back to the letter. Every other file is read as a
large one. Prints the files of each kind,
how many were read, refused and wrong; exits with 1 if any was wrong.
"""

import csv
import gzip
import io
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from airparadis.domain.file_faults import FileError
from airparadis.files.delimited import column_chunks, source
from airparadis.files.delimited import lines as line_chunks
from airparadis.files.opening import open_stream

FILES = 10_000
_WORDS = (
    "late flight crew bag seat lost lovely rude gate café déçu “quote” don’t 😀 never again thanks "
    "NULL text id 12 3,5 (null) #delay @ann https://t.example/x &amp; it's so"
)
WORDS = _WORDS.split()
HEADERS = ("text", "Tweet Text", "texte", "Contenu", "message", "full_text", "Commentaire")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-32")


@dataclass(frozen=True)
class Made:
    """A file, the tweets in it, and whether they must come back to the letter."""

    kind: str
    name: str
    content: bytes
    tweets: tuple[str, ...]
    is_exact: bool = False
    is_whole: bool = True
    """Whether every mark must come back; not where bytes were changed at random."""


def make(seed: int) -> Made:
    """Make the file of a number; the same number makes the same file."""
    chance = random.Random(seed)  # noqa: S311 (reproducible, not secret)
    maker = chance.choice(MAKERS)
    made = maker(chance)
    if chance.random() < 0.1:
        return _mutated(chance, made)
    if not made.name.endswith((".xlsx", ".parquet")) and chance.random() < 0.1:
        packed = gzip.compress(made.content)
        return Made(made.kind, made.name + ".gz", packed, made.tweets, made.is_exact)
    return made


def judge_in_columns(made: Made) -> str:
    """Read a file as a large one, whose well-formed parts are parsed in columns."""
    with (
        patch.object(source, "COLUMNS_FROM", 0),
        patch.object(column_chunks, "PART_CHARACTERS", 400),
        patch.object(line_chunks, "CHUNK_CHARACTERS", 200),
    ):
        return judge(made)


def judge(made: Made) -> str:
    """Read a file: "read", "refused", or what is wrong."""
    try:
        table = open_stream(io.BytesIO(made.content), made.name, len(made.content))
        rows, texts, flawed = list[str](), list[str | None](), set[int]()
        for block in table.blocks():
            flawed |= {len(rows) + place for place in block.flaws}
            rows += [" ".join(map(str, row)) for row in block.rows()]
            texts += block.texts(table.layout.text_column)
    except FileError:
        return "refused" if not made.is_whole else "wrong: refused"
    if not made.is_whole:
        return "read"
    return _wrong(made, rows, texts, flawed) or "read"


def _wrong(made: Made, rows: list[str], texts: list[str | None], flawed: set[int]) -> str | None:
    marks = [mark for mark, _ in enumerate(made.tweets)]
    found = Counter(mark for row in rows for mark in marks if f"m{mark}m" in row)
    lost = [mark for mark in marks if found[mark] != 1]
    if lost:
        return f"wrong: {len(lost)} tweets lost or doubled"
    for place, row in enumerate(rows):
        if place not in flawed and sum(f"m{mark}m" in row for mark in marks) > 1:
            return "wrong: several tweets in a row"
    if made.is_exact and texts != list(made.tweets):
        return "wrong: a text differs"
    return None


def _tweets(chance: random.Random, *, lines: bool = False) -> tuple[str, ...]:
    return tuple(_tweet(chance, mark, lines=lines) for mark in range(chance.randint(2, 30)))


def _tweet(chance: random.Random, mark: int, *, lines: bool) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(2, 12))]
    words.insert(chance.randint(1, len(words)), f"m{mark}m")
    text = " ".join(words)
    for sign, share in ((", ", 0.5), ("; ", 0.2), (' "', 0.1), (" | ", 0.1), (",", 0.1)):
        if chance.random() < share:
            text = text.replace(" ", sign, chance.randint(1, 2))
    if lines and chance.random() < 0.2:
        text = text.replace(" ", "\n", 1)
    return text


def _lines(chance: random.Random) -> Made:
    tweets = _tweets(chance)
    header = [chance.choice(HEADERS)] if chance.random() < 0.5 else []
    text = chance.choice(["\n", "\r\n"]).join([*header, *tweets, ""])
    name = chance.choice(["x.txt", "x.csv"])
    return Made("lines", name, _encoded(chance, text), tweets, is_exact=bool(header))


def _table(chance: random.Random) -> Made:
    tweets = _tweets(chance, lines=True)
    file = io.StringIO(newline="")
    delimiter = chance.choice(",;\t|")
    if chance.random() < 0.1:
        file.write(f"sep={delimiter}\r\n")
    is_quoted = chance.random() < 0.5
    ends = chance.choice(["\n", "\r\n"])
    writer = (
        csv.writer(file, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL)
        if is_quoted
        else csv.writer(file, delimiter=delimiter, lineterminator=ends)
    )
    order, names = _columns(chance)
    writer.writerow([names[column] for column in order])
    for number, tweet in enumerate(tweets):
        cells = _cells(number, tweet)
        writer.writerow([cells[column] for column in order])
    content = _encoded(chance, file.getvalue())
    return Made("table", "x.csv", content, tweets, is_exact=True)


def _damaged(chance: random.Random) -> Made:
    """Rows written by hand, with what people and programs do wrong."""
    tweets = _tweets(chance)
    delimiter = chance.choice(",;")
    rows = [f"id{delimiter}created_at{delimiter}{chance.choice(HEADERS)}"]
    for number, tweet in enumerate(tweets):
        start = f"{number}{delimiter}2024-01-{number + 1:02}{delimiter}"
        rows.append(start + _written(chance, tweet, delimiter))
        rows += [""] * (chance.random() < 0.05)
    return Made("damaged", "x.csv", _encoded(chance, "\n".join(rows)), tweets)


def _written(chance: random.Random, tweet: str, delimiter: str) -> str:
    doubled = tweet.replace('"', '""')
    ways: list[tuple[float, Callable[[], str]]] = [
        (5, lambda: f'"{doubled}"'),
        (3, lambda: tweet),
        (1, lambda: f'"{tweet}'),
        (1, lambda: f'"{tweet}"'),
        (1, lambda: '"' + tweet.replace('"', '\\"') + '"'),
        (1, lambda: f'"{doubled}"{delimiter}'),
        (1, lambda: f'{tweet}"'),
    ]
    [way] = chance.choices([way for _, way in ways], [weight for weight, _ in ways])
    return way()


def _workbook(chance: random.Random) -> Made:
    tweets = _tweets(chance, lines=True)
    book = Workbook()
    if chance.random() < 0.3:
        book.active.append(["Report"])
        book.create_sheet("Tweets", 1 if chance.random() < 0.9 else 0)
    sheet = book.worksheets[-1]
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        sheet.append(["Export of March"] if chance.random() < 0.5 else [])
    order, names = _columns(chance)
    sheet.append([names[column] for column in order])
    for number, tweet in enumerate(tweets):
        cells = _cells(number, tweet)
        sheet.append([cells[column] for column in order])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    if len(book.worksheets) > 1 and book.worksheets[0] is sheet:
        book.move_sheet(sheet, 0)
    file = io.BytesIO()
    book.save(file)
    return Made("workbook", "x.xlsx", file.getvalue(), tweets, is_exact=True)


def _json(chance: random.Random) -> Made:
    tweets = _tweets(chance, lines=True)
    order, names = _columns(chance)
    rows = [
        {names[column]: _cells(number, tweet)[column] for column in order}
        for number, tweet in enumerate(tweets)
    ]
    ascii_ = chance.random() < 0.5
    dump = [json.dumps(row, ensure_ascii=ascii_) for row in rows]
    text = chance.choice(
        [
            "\n".join(dump),
            json.dumps(rows, ensure_ascii=ascii_),
            json.dumps(rows, indent=1, ensure_ascii=ascii_),
            json.dumps({"data": rows}, ensure_ascii=ascii_),
            "\n\n".join(json.dumps(row, indent=2, ensure_ascii=ascii_) for row in rows),
        ]
    )
    return Made("json", chance.choice(["x.jsonl", "x.json"]), text.encode(), tweets, is_exact=True)


def _parquet(chance: random.Random) -> Made:
    tweets = _tweets(chance, lines=True)
    order, names = _columns(chance)
    cells = [_cells(number, tweet) for number, tweet in enumerate(tweets)]
    table = pa.table({names[column]: [row[column] for row in cells] for column in order})
    file = io.BytesIO()
    pq.write_table(table, file, row_group_size=chance.randint(1, 20))
    return Made("parquet", "x.parquet", file.getvalue(), tweets, is_exact=True)


MAKERS: tuple[Callable[[random.Random], Made], ...] = (
    *(_lines, _lines, _table, _table, _table, _damaged, _damaged, _damaged),
    *(_workbook, _json, _json, _parquet),
)


def _columns(chance: random.Random) -> tuple[list[str], dict[str, str]]:
    order = ["id", "text", "url", "reply"][: chance.randint(2, 4)]
    chance.shuffle(order)
    names = {"id": "id", "text": chance.choice(HEADERS), "url": "permalink", "reply": "our reply"}
    return order, names


def _cells(number: int, tweet: str) -> dict[str, str]:
    return {
        "id": str(570306133677760513 + number),
        "text": tweet,
        "url": f"https://x.example/{number}",
        "reply": "Dear customer, we are so sorry for all of it and will write to you",
    }


def _encoded(chance: random.Random, text: str) -> bytes:
    encoding = chance.choice(ENCODINGS)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode()


def _mutated(chance: random.Random, made: Made) -> Made:
    content = bytearray(made.content)
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(content))
        if chance.random() < 0.5:
            content[place] = chance.randrange(256)
        else:
            del content[place : place + chance.randint(1, 40)]
        if not content:
            break
    return Made("mutated", made.name, bytes(content), made.tweets, is_whole=False)


def main(arguments: list[str]) -> int:
    """Make and read files; print what became of them."""
    number = int(arguments[0]) if arguments else FILES
    first = int(arguments[1]) if len(arguments) > 1 else 0
    counts: Counter[tuple[str, str]] = Counter()
    began, size = time.process_time(), 0
    for seed in range(first, first + number):
        made = make(seed)
        size += len(made.content)
        verdict = (judge, judge_in_columns)[seed % 2](made)
        counts[made.kind, verdict.partition(":")[0]] += 1
        if verdict.startswith("wrong"):
            print(f"seed {seed}, {made.kind}: {verdict}")
    print("| kind | files | read | refused | wrong |\n| --- | --: | --: | --: | --: |")
    for kind in sorted({kind for kind, _ in counts}):
        row = [counts[kind, verdict] for verdict in ("read", "refused", "wrong")]
        print(f"| {kind} | {sum(row):,} | {row[0]:,} | {row[1]:,} | {row[2]:,} |")
    print(
        f"{number:,} files, {size / 1e6:.1f} MB, {time.process_time() - began:.0f} s of processor"
    )
    return 1 if any(verdict == "wrong" for _, verdict in counts) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
