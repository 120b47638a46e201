// Draws a figure into its place, in reports and in JupyterLab. A classic script: it is inlined.
// A browser keeps some 16 WebGL contexts on a page, 8 on a phone, and blanks the oldest beyond. So figures in WebGL are
// drawn when they come on screen, few at a time; before and afterwards a picture stands in their place.
(() => {
  const MOST_CONTEXTS = matchMedia("(pointer: coarse)").matches ? 4 : 10;
  /** Drawn this early, before they come on screen. */
  const AHEAD = "300px";
  const WEBGL =
    /3d$|gl$|^(surface|isosurface|volume|cone|streamtube|splom|parcoords|(scatter|choropleth|density)map)$/;
  /** The figures in WebGL by their nodes, the one that came on screen last at the end; contexts: 0 while a picture stands. */
  const scenes = new Map();

  let turn = Promise.resolve();
  /** One after the other, and the page breathes between. */
  const inTurn = (work) => {
    const done = turn.then(work);
    turn = done.catch(() => {}).then(() => new Promise((resolve) => setTimeout(resolve)));
    return done;
  };

  const heightOf = ({ layout }) => layout.height ?? 450;
  const usesWebgl = ({ data }) =>
    Array.isArray(data) && data.some((trace) => WEBGL.test(trace?.type));
  const canvases = (node) => [...node.querySelectorAll(".plot-container canvas")];

  const draw = async (node, { data, layout, config, frames }) => {
    await globalThis.Plotly.react(node, data, layout, config);
    if (frames) await globalThis.Plotly.addFrames(node, frames);
    globalThis.batchwiseFigures.withPictures(node);
  };

  /** Gives the contexts back at once: the browser would keep them until its next tidying up. */
  const erase = (node) => {
    const contexts = canvases(node).map((c) => c.getContext("webgl2") ?? c.getContext("webgl"));
    globalThis.Plotly.purge(node);
    for (const context of contexts) context?.getExtension("WEBGL_lose_context")?.loseContext();
    node.replaceChildren();
  };

  /** The picture that stands in the node's place, as high as the figure. */
  const place = async (node, picture, height) => {
    const still = new Image();
    still.className = "figure-still";
    still.alt = "";
    still.src = picture;
    await still.decode().catch(() => {});
    Object.assign(node.style, { position: "relative", height: `${height}px` });
    Object.assign(still.style, {
      ...{ position: "absolute", inset: 0, width: "100%", height: "100%", zIndex: 1 },
      ...{ objectFit: "contain", objectPosition: "left top" },
    });
    return still;
  };
  /** A click on the picture brings the figure back. */
  const clickable = (node, still) => {
    still.title = "Click to turn it";
    still.style.cursor = "pointer";
    still.addEventListener("click", () => inTurn(() => enliven(node)));
    return still;
  };
  const unplace = (node) => {
    for (const still of node.querySelectorAll(":scope > .figure-still")) still.remove();
    node.style.height = "";
  };

  /** The picture of the figure as the reader left it, in its place. */
  const standIn = async (node, scene) => {
    const shown = { format: "png", width: null, height: null, scale: devicePixelRatio };
    const picture = await globalThis.Plotly.toImage(node, shown).catch(() => scene.picture);
    if (scenes.get(node) !== scene || !picture) return;
    const still = await place(node, picture, heightOf(node));
    if (!scene.changed) scene.figure = { ...scene.figure, data: node.data, layout: node.layout };
    scene.contexts = 0;
    erase(node);
    node.append(clickable(node, still));
  };

  /** Room for so many contexts of a figure: off screen first, then those that came on screen longest ago. */
  const makeRoom = async (drawn, needed) => {
    const others = [...scenes].filter(([node, { contexts }]) => contexts > 0 && node !== drawn);
    others.sort(([, a], [, b]) => a.onScreen - b.onScreen);
    let contexts = others.reduce((sum, [, scene]) => sum + scene.contexts, needed);
    for (const [node, scene] of others) {
      if (contexts <= MOST_CONTEXTS) return;
      contexts -= scene.contexts;
      await standIn(node, scene);
    }
  };

  const enliven = async (node) => {
    const scene = scenes.get(node);
    if (!scene) return;
    scenes.delete(node);
    scenes.set(node, scene);
    if (scene.contexts > 0 && !scene.changed) return;
    await makeRoom(node, Math.max(1, scene.contexts)); // before there is one too many
    if (scenes.get(node) !== scene) return;
    scene.changed = false;
    try {
      await draw(node, scene.figure);
    } catch (error) {
      forget(node);
      scene.failed(error);
      return;
    }
    if (scene.picture && node.querySelector(".no-webgl")) {
      const still = await place(node, scene.picture, heightOf(scene.figure));
      erase(node); // the picture says more than that there is no WebGL
      node.append(still);
      return;
    }
    scene.contexts = canvases(node).length;
    // Once the browser has painted it.
    setTimeout(() => scenes.get(node) === scene && scene.contexts > 0 && unplace(node), 100);
    await makeRoom(node, scene.contexts); // of a figure with many scenes
  };

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const scene = scenes.get(target);
        if (!scene) continue;
        scene.onScreen = isIntersecting;
        const wanted = () => scene.onScreen && scenes.get(target) === scene;
        scene.known(isIntersecting && inTurn(() => wanted() && enliven(target)));
      }
    },
    { rootMargin: AHEAD },
  );

  const onLoss = ({ currentTarget: node }) => {
    const scene = scenes.get(node);
    if (scene) inTurn(() => scene.contexts > 0 && standIn(node, scene));
  };

  /** To be called when a figure's node goes. */
  const forget = (node) => {
    scenes.delete(node);
    watch.unobserve(node);
    node.removeEventListener("webglcontextlost", onLoss, true);
    unplace(node);
    if (node.data) erase(node);
  };

  /**
   * Draws a figure, or draws it anew; fulfilled when it is drawn, or its picture stands until it comes on screen.
   * `picture`: address of one to stand there before it is drawn; `failed` is called with the error, now or later.
   */
  const show = async (node, figure, { picture, failed }) => {
    const before = scenes.get(node);
    if (!usesWebgl(figure)) {
      if (before) forget(node);
      await inTurn(() => draw(node, figure)).catch(failed);
      return;
    }
    const scene = { figure, picture, failed, contexts: before?.contexts ?? 0, changed: true };
    const known = new Promise((resolve) => {
      scene.known = resolve;
    });
    scenes.set(node, scene);
    node.addEventListener("webglcontextlost", onLoss, true); // once, however often
    if (scene.contexts === 0) {
      const still = picture && (await place(node, picture, heightOf(figure)));
      unplace(node);
      node.style.height = `${heightOf(figure)}px`;
      if (still) node.append(clickable(node, still));
    }
    watch.unobserve(node); // observed anew, it tells whether the node is on screen
    watch.observe(node);
    await known;
  };

  Object.assign(globalThis.batchwiseFigures, { show, forget, usesWebgl });
})();
