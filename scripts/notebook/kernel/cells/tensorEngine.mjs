/** tfjs keeps its one engine here, whichever package loaded it; undefined until one has. */
function engineState() {
  return globalThis._tfengine?.state;
}

/** Where the tensor engine stands before a cell: the depth of its scopes. */
export function tensorScopes() {
  return engineState()?.scopeStack.length ?? 0;
}

/**
 * Ends what an interrupted synchronous cell left open in tfjs's engine.
 *
 * Breaking a synchronous loop skips every `finally`: tfjs would keep its scopes open (all later
 * tensors are tracked and freed with the wrong one) and stay inside a gradient (`tf.grads` fails
 * until the kernel restarts). Tensors of the open scopes are disposed of, as their tidy would have.
 * A tensor that was only half made when it was broken off cannot be: its scope ends all the same.
 * @param depth {@link tensorScopes} before the cell
 */
export function closeTensorScopes(depth) {
  const state = engineState();
  if (!state) return;
  while (state.scopeStack.length > depth) {
    const open = state.scopeStack.length;
    try {
      globalThis._tfengine.endScope();
    } catch {
      state.scopeStack.length = open - 1;
      state.activeScope = state.scopeStack.at(-1) ?? null;
    }
  }
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  state.activeTape = null;
  state.numDataMovesStack = [];
}
