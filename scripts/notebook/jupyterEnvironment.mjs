/** Where the project keeps its Jupyter: tools in `.venv`, everything they write in `.jupyter/`, nothing in the user's home. */
import path from "node:path";

/**
 * The environment for every Jupyter process of the project.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(root, base = process.env) {
  const own = path.join(root, ".jupyter");
  return {
    ...base,
    JUPYTER_CONFIG_DIR: path.join(own, "config"),
    JUPYTER_DATA_DIR: path.join(own, "data"),
    JUPYTER_RUNTIME_DIR: path.join(own, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: path.join(own, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: path.join(own, "workspaces"),
    IPYTHONDIR: path.join(own, "ipython"),
    JUPYTER_PREFER_ENV_PATH: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUTF8: "1",
  };
}
