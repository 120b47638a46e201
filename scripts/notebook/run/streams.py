"""What cells print: pieces in the order in which they were made, and text as a terminal would leave it."""

import re
from typing import Any

MOVES = re.compile(r"[\r\b]")
TOKEN = re.compile(r"\x1b\[([0-9;?]*)([@-~])|([\s\S])")


def joined(outputs: list[Any]) -> list[Any]:
    """Neighbours of one stream become one output; nothing changes its place."""
    kept: list[Any] = []
    texts: list[list[str]] = []
    for output in outputs:
        if output.get("output_type") != "stream":
            kept.append(output)
            texts.append([])
        elif kept and kept[-1].get("output_type") == "stream" and kept[-1].get("name") == output.get("name"):
            texts[-1].append(output["text"])
        else:
            kept.append(output)
            texts.append([output["text"]])
    for output, pieces in zip(kept, texts, strict=True):
        if pieces:
            output["text"] = settled("".join(pieces))
    return kept


def settled(text: str) -> str:
    """The text after its carriage returns and backspaces: what follows them is written over the line."""
    if not MOVES.search(text):
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(_written(line) if MOVES.search(line) else line for line in lines)


def _written(line: str) -> str:
    """One line, each place holding its last character with the colour it was given."""
    places: list[tuple[str, str]] = []
    at, colours = 0, [""]
    for sequence, final, character in TOKEN.findall(line):
        if final == "m":
            colours = [""] if sequence in ("", "0") else [*colours[-4:], f"\x1b[{sequence}m"]
        elif final == "K":  # erases to the end of the line, from its start, or all of it
            blank = [(" ", "")] * min(at, len(places))
            places = {"1": blank + places[at:], "2": blank}.get(sequence, places[:at])
        elif character == "\r":
            at = 0
        elif character == "\b":
            at = max(0, at - 1)
        elif character:
            places += [(" ", "")] * (at - len(places))
            places[at : at + 1] = [(character, "".join(colours))]
            at += 1
    out, last = [], ""
    for character, own in places:
        if own != last:
            out.append(("\x1b[0m" if last else "") + own)
            last = own
        out.append(character)
    return "".join(out) + ("\x1b[0m" if last else "")
