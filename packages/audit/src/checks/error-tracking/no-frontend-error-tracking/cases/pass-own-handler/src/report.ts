window.addEventListener('unhandledrejection', event => {
  navigator.sendBeacon('/errors', String(event.reason));
});
