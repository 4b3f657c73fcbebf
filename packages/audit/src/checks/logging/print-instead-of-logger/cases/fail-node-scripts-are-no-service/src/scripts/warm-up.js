exports.warmUp = function warmUp() {
  console.log('warming up');
};
