import { Search, X } from 'lucide-react';
import { Button } from './Button';

export function Form({ close, open, rest, title }) {
  return (
    <form>
      <label htmlFor="query">Search</label>
      <input id="query" />
      <label>
        Amount <input type="number" />
      </label>
      <input type="hidden" name="token" />
      <button type="submit" aria-label="Search">
        <Search />
      </button>
      <button onClick={close}>{title}</button>
      <button onClick={close}>
        <X aria-hidden /> Close
      </button>
      <button {...rest} />
      <img src="/line.svg" alt="" />
      <a href="/help">Help</a>
      <div role="button" tabIndex={0} onClick={open} onKeyDown={open}>
        Open
      </div>
      <Button icon={<X />} />
    </form>
  );
}
