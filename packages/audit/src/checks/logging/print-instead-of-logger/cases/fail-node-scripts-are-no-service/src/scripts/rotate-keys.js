async function rotate() {
  console.log('rotating keys');
}

rotate();
