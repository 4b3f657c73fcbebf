exports.flush = function flush(metrics) {
  console.log('metrics', metrics);
};
