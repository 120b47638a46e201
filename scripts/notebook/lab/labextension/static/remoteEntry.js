// A JupyterLab renderer for plotly figures, written as the module-federation container that JupyterLab loads: no build step.
(() => {
  const NAME = "batchwise-plotly";
  const MIME = "application/vnd.plotly.v1+json";
  const base = document.currentScript.src.replace(/remoteEntry\.js.*$/, "");
  let sharedScope;
  let libraries;

  const load = (file) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = base + file;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${NAME}: ${file} could not be loaded`));
      document.head.append(script);
    });
  /** Loaded with the first figure, once. */
  const ready = () => {
    libraries ??= Promise.all([
      load("plotly.min.js"),
      load("figureTheme.js").then(() =>
        Promise.all([load("hoverPictures.js"), load("showFigure.js")]),
      ),
    ]);
    return libraries;
  };
  const shared = async (name) => {
    const [version] = Object.values(sharedScope[name]);
    return (await version.get())();
  };
  const isDark = () => document.body.dataset.jpThemeLight === "false";

  const mimeExtension = async () => {
    const { Widget } = await shared("@lumino/widgets");

    class Figure extends Widget {
      constructor() {
        super();
        this.addClass(NAME);
        this.figure = null;
        this.picture = undefined;
        this.drawing = Promise.resolve();
        this.themes = new MutationObserver(() => this.draw());
        this.sizes = new ResizeObserver(() => this.onResize());
      }

      async renderModel(model) {
        this.figure = model.data[MIME];
        const png = model.data["image/png"];
        this.picture = png && `data:image/png;base64,${png}`;
        await ready();
        if (this.isDisposed) return;
        await this.draw();
        this.themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
        this.sizes.observe(this.node);
      }

      draw() {
        this.drawing = this.drawing.then(() => this.drawNow()).catch((error) => this.fail(error));
        return this.drawing;
      }

      async drawNow() {
        if (this.isDisposed || !this.figure) return;
        const { batchwiseFigures } = globalThis;
        const figure = batchwiseFigures.themed(this.figure, { dark: isDark() });
        figure.layout.height ??= 450;
        figure.config.responsive = false;
        const failed = (error) => this.fail(error);
        await batchwiseFigures.show(this.node, figure, { picture: this.picture, failed });
      }

      fail(error) {
        this.node.textContent = `This figure could not be drawn: ${error.message}`;
      }

      onAfterShow() {
        this.onResize();
      }

      onResize() {
        if (this.node.data && this.isVisible && this.node.clientWidth > 0) {
          globalThis.Plotly.Plots.resize(this.node);
        }
      }

      dispose() {
        if (this.isDisposed) return;
        this.themes.disconnect();
        this.sizes.disconnect();
        globalThis.batchwiseFigures?.forget?.(this.node);
        super.dispose();
      }
    }

    const rendererFactory = {
      safe: true,
      mimeTypes: [MIME],
      createRenderer: () => new Figure(),
    };
    // Before image/png (rank 90), which stands beside the figure for places that run no scripts.
    const extension = { id: `${NAME}:mime`, rank: 0, dataType: "json", rendererFactory };
    return () => ({ __esModule: true, default: [extension] });
  };

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB[NAME] = {
    init: (scope) => {
      sharedScope = scope;
    },
    get: () => mimeExtension(),
  };
})();
