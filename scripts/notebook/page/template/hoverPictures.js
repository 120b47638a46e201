// The picture of the point under the pointer, for figures whose `meta` brings pictures. A classic script: it is inlined.
(() => {
  const SIDE = 72;
  const GAP = 14;

  /** A canvas with one picture: its pixels as hexadecimal digits, 0 for paper and f for ink. */
  const drawn = (canvas, { rows, columns }, pixels) => {
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    for (let i = 0; i < rows * columns; i++) {
      const grey = 255 - 17 * Number.parseInt(pixels[i], 16);
      image.data.set([grey, grey, grey, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  };

  /** Above the point, or below it where there is no room. */
  const place = (canvas, node, event) => {
    const box = node.getBoundingClientRect();
    const x = event.clientX - box.left - SIDE / 2;
    const above = event.clientY - box.top - SIDE - GAP;
    const below = event.clientY - box.top + GAP;
    Object.assign(canvas.style, {
      left: `${Math.max(0, Math.min(x, box.width - SIDE))}px`,
      top: `${above >= 0 ? above : below}px`,
      display: "block",
    });
  };

  /** Lets a drawn figure show its pictures; harmless when called again, and where there are none. */
  const withPictures = (node) => {
    if (!node.layout?.meta?.pictures || node.querySelector(":scope > .hover-picture")) return;
    const canvas = document.createElement("canvas");
    canvas.className = "hover-picture";
    canvas.setAttribute("aria-hidden", "true");
    Object.assign(canvas.style, {
      position: "absolute",
      display: "none",
      width: `${SIDE}px`,
      height: `${SIDE}px`,
      imageRendering: "pixelated",
      pointerEvents: "none",
      border: "1px solid #888",
      borderRadius: "4px",
      zIndex: 10,
    });
    node.style.position = "relative";
    node.append(canvas);
    node.on("plotly_hover", ({ points, event }) => {
      const pictures = node.layout?.meta?.pictures;
      const pixels = pictures?.pixels?.[points[0]?.customdata];
      if (typeof pixels !== "string" || pixels.length !== pictures.rows * pictures.columns) return;
      drawn(canvas, pictures, pixels);
      place(canvas, node, event);
    });
    node.on("plotly_unhover", () => {
      canvas.style.display = "none";
    });
  };

  globalThis.batchwiseFigures.withPictures = withPictures;
})();
