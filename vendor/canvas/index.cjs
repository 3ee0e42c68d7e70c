// chartjs-node-canvas asks for `canvas`; this answers with the same API from prebuilt binaries.
module.exports = require('@napi-rs/canvas/node-canvas');
