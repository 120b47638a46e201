import { takers } from "./realTargets/takers.js";
import { WORKS } from "./realTargets/works.js";
import { REFUSES } from "./realTargets/refuses.js";
const n = new Set(takers());
console.log(n.size, "not takers:", [...Object.keys(WORKS), ...Object.keys(REFUSES)].filter(k=>!n.has(k)), [...n].filter(k=>k.includes(".")));
