export function clear(node: HTMLElement) {
  node.innerHTML = '';
}
