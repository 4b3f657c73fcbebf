// The browser reports as an error when an element that is watched for its size changes it while that is handled, which
// menus do when they open. It means only that the rest comes with the next frame, but the development server would lay
// a red page over the portal for it. Loaded before it: of the listeners of a window, the first one may stop the others.
window.addEventListener('error', function ignoreLateResizes(event) {
  if (event.message && event.message.startsWith('ResizeObserver loop')) {
    event.stopImmediatePropagation();
  }
});
