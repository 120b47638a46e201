"""A figure's JSON as a report draws it: its pictures are data, and its settings lead nowhere."""

from typing import Any

SETTINGS = {"displayModeBar", "scrollZoom", "staticPlot", "doubleClick", "showTips", "showAxisDragHandles"}
BUTTONS = ["lasso2d", "select2d", "autoScale2d", "sendChartToCloud"]


def drawable(figure: Any) -> Any:
    if not isinstance(figure, dict):
        return figure
    given = figure.get("config")
    settings = {key: value for key, value in given.items() if key in SETTINGS} if isinstance(given, dict) else {}
    kept = {key: _within(figure[key]) for key in ("data", "layout", "frames") if key in figure}
    return {**kept, "config": {**settings, "plotlyServerURL": "", "modeBarButtonsToRemove": BUTTONS}}


def _within(value: Any) -> Any:
    """Without the addresses of pictures that lie elsewhere."""
    if isinstance(value, list):
        return value if value and isinstance(value[0], (int, float)) else [_within(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _within(inner) for key, inner in value.items() if key != "source" or _is_picture(inner)}


def _is_picture(source: Any) -> bool:
    return not isinstance(source, str) or source.startswith("data:image/")
