// chartjs-node-canvas asks for `canvas`; this answers with the same API from prebuilt binaries. The package carries it
// along (bundleDependencies); an optional dependency, like the binaries themselves.
module.exports = require('@napi-rs/canvas/node-canvas');
