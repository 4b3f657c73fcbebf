document.querySelector('#orders').onclick = () => fetch('https://shop.example/orders');
