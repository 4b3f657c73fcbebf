import { X } from 'lucide-react';

export function Bar({ open, send }) {
  return (
    <div>
      <button onClick={open}>
        <X />
      </button>
      <button onClick={send}></button>
      <input placeholder="Search" />
      <img src="/logo.png" />
      <div onClick={open}>Open</div>
      <span tabIndex={3}>Third</span>
      <a href="/cart"><svg viewBox="0 0 1 1"><path d="M0 0" /></svg></a>
      <button>Good</button>
    </div>
  );
}
