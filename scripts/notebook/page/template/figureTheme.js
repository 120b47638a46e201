// How a figure looks where it is shown: in reports, in their pictures and in JupyterLab. A classic script: it is inlined.
(() => {
  const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
  const LIGHT = {
    ink: "#24292f",
    soft: "#57606a",
    grid: "#e6e6e2",
    line: "#b9bab6",
    paper: "#ffffff",
  };
  const DARK = {
    ink: "#d9dce0",
    soft: "#a3a9b1",
    grid: "#30363d",
    line: "#59616b",
    paper: "#15181c",
  };
  const AXIS = /^(x|y|z|coloraxis)(axis)?\d*$/;
  const SCENE = /^scene\d*$/;
  const canvas = document.createElement("canvas").getContext("2d");

  /** [r, g, b, a], r, g and b from 0 to 255. */
  const parse = (colour) => {
    canvas.fillStyle = "#000000";
    canvas.fillStyle = colour;
    const text = canvas.fillStyle;
    if (text.startsWith("#"))
      return [1, 3, 5].map((i) => Number.parseInt(text.slice(i, i + 2), 16)).concat(1);
    return text.match(/[\d.]+/g).map(Number);
  };
  /** A colour as it looks on white paper. */
  const onWhite = (colour) => {
    const [r, g, b, a = 1] = parse(colour);
    return `rgb(${[r, g, b].map((v) => Math.round(255 + (v - 255) * a)).join(",")})`;
  };
  /** Relative luminance, WCAG 2.2. */
  const luminance = (rgb) => {
    const [r, g, b] = rgb
      .slice(0, 3)
      .map((v) => (v <= 10.31 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** The colour, lightened until it stands out of the dark page by 3:1 (WCAG 1.4.11). */
  const legible = (colour) => {
    if (typeof colour !== "string" || colour === "transparent") return colour;
    const [r, g, b, a = 1] = parse(colour);
    const page = luminance(parse(DARK.paper));
    for (let mix = 0; mix <= 1; mix += 0.1) {
      const lighter = [r, g, b].map((v) => Math.round(v + (235 - v) * mix));
      if ((luminance(lighter) + 0.05) / (page + 0.05) >= 3)
        return `rgba(${lighter.join(",")},${a})`;
    }
    return colour;
  };
  const recolour = (owner, key) => {
    if (owner?.[key] !== undefined) owner[key] = legible(owner[key]);
  };

  /** A link in a label could only come from data: shown as text. */
  const withoutLinks = (value) => {
    if (typeof value === "string") return value.replace(/<(?=\/?a[\s/>])/gi, "&lt;");
    if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(withoutLinks);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withoutLinks(inner)]),
    );
  };

  const darken = (data, layout) => {
    layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.font = { ...layout.font, color: DARK.ink };
    if (layout.title?.font) recolour(layout.title.font, "color");
    for (const [name, axis] of Object.entries(layout)) {
      if (!AXIS.test(name)) continue;
      Object.assign(axis, {
        color: DARK.soft,
        gridcolor: DARK.grid,
        linecolor: DARK.line,
        zerolinecolor: DARK.line,
      });
      if (axis.minor) axis.minor.gridcolor = DARK.grid;
      for (const font of [axis.tickfont, axis.title?.font]) recolour(font, "color");
    }
    for (const note of layout.annotations ?? []) {
      for (const [owner, key] of [
        [note.font, "color"],
        [note, "arrowcolor"],
        [note, "bordercolor"],
      ])
        recolour(owner, key);
      if (note.bgcolor) note.bgcolor = "rgba(21,24,28,.8)";
    }
    for (const shape of layout.shapes ?? []) recolour(shape.line, "color");
    if (layout.legend) {
      layout.legend.bgcolor = "rgba(0,0,0,0)";
      recolour(layout.legend.font, "color");
    }
    for (const trace of data) {
      for (const owner of [
        trace.line,
        trace.marker,
        trace.marker?.line,
        trace.error_x,
        trace.error_y,
        trace.textfont,
      ]) {
        recolour(owner, "color");
      }
    }
  };

  /** Lines of at most `width` characters; a tag counts as a word. */
  const wrapped = (text, width) => {
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = lines.at(-1);
      if (line && line.length + word.length >= width) lines.push(word);
      else lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines;
  };

  /** Panels of one row, one below the other; an upright axis that was named by its neighbour gets the name. */
  const stacked = (layout) => {
    const { columns, rows } = layout.grid;
    const around = 120;
    layout.height = around + (layout.height - around) * columns;
    layout.grid = { ...layout.grid, rows: rows * columns, columns: 1 };
    for (const [name, axis] of Object.entries(layout)) {
      if (/^yaxis\d+$/.test(name)) axis.title ??= structuredClone(layout.yaxis.title);
    }
  };

  const narrowed = (data, layout) => {
    if (layout.meta?.narrow === "stack" && layout.grid) stacked(layout);
    layout.font = { ...layout.font, size: 11 };
    layout.margin = { t: 48, b: 52, ...layout.margin, l: 0, r: 12 };
    layout.legend = {
      ...layout.legend,
      orientation: "h",
      xref: "container",
      x: 0,
      xanchor: "left",
      yref: "container", // a share of the plot's height would shrink with it, and lie on the axis title
      y: 0,
      yanchor: "bottom",
    };
    layout.dragmode = false; // a finger that drags scrolls the page
    if (layout.title?.text) {
      const lines = wrapped(layout.title.text, 44);
      const font = { ...layout.title.font, size: 13 };
      layout.title = { ...layout.title, text: lines.join("<br>"), font, x: 0, xref: "container" };
      layout.margin.t += 16 * (lines.length - 1);
    }
    for (const trace of data) {
      if (trace.colorbar) trace.colorbar = { ...trace.colorbar, thickness: 10 };
    }
    stackScenes(layout);
  };

  /** Scenes side by side are too small on a phone: one under the other, each with the note of its name. */
  const stackScenes = (layout) => {
    const names = Object.keys(layout).filter((name) => SCENE.test(name));
    if (names.length === 0) return;
    const share = 1 / names.length;
    for (const [i, name] of names.entries()) {
      const top = 1 - i * share;
      layout[name].domain = { x: [0, 1], y: [top - 0.94 * share, top - 0.06 * share] };
      const note = layout.annotations?.find((given) => given.name === name);
      if (note) Object.assign(note, { x: 0.5, y: top, yanchor: "top" });
    }
    layout.height = 60 + 330 * names.length;
    if (layout.coloraxis) layout.coloraxis.showscale = false; // the height says the same
  };

  /**
   * The figure to draw: a copy. `narrow`: on a phone.
   * Colours and sizes that the figure names itself win in the light, but for its page; in the dark they are made legible.
   */
  const themed = (figure, { dark = false, narrow = false } = {}) => {
    const { data, layout = {}, config = {}, frames } = withoutLinks(structuredClone(figure));
    const look = dark ? DARK : LIGHT;
    const axis = {
      gridcolor: look.grid,
      linecolor: look.line,
      zerolinecolor: look.line,
      color: look.soft,
      automargin: true,
    };
    const axis3d = {
      gridcolor: look.grid,
      linecolor: look.line,
      color: look.soft,
      showbackground: false,
    };
    const house = {
      font: { family: SANS, size: 13, color: look.ink },
      title: { x: 0, xref: "container", xanchor: "left", font: { size: 15 } },
      margin: { l: 0, r: 24, t: 56, b: 52 },
      xaxis: { ...axis, title: { standoff: 8 } }, // from the labels, however long
      yaxis: { ...axis, title: { standoff: 10 } },
      scene: { xaxis: axis3d, yaxis: axis3d, zaxis: axis3d },
      hoverlabel: { font: { family: SANS } },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
    };
    const given = layout.template?.layout ?? {};
    layout.template = { ...layout.template, layout: { ...house, ...given } };
    for (const key of ["paper_bgcolor", "plot_bgcolor"]) {
      if (layout[key] && luminance(parse(layout[key])) > 0.95) delete layout[key];
    }
    for (const trace of data) if (trace.type === "scattergl") trace.type = "scatter"; // WebGL would need eval
    if (typeof layout.title === "string") layout.title = { text: layout.title };
    if (dark) darken(data, layout);
    if (narrow) narrowed(data, layout);
    return {
      data,
      layout,
      frames,
      config: {
        displaylogo: false,
        responsive: true,
        modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d", "sendChartToCloud"],
        ...config,
      },
    };
  };

  globalThis.batchwiseFigures = { themed, onWhite };
})();
