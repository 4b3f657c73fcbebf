export function SearchBox({ initial }: { initial: string }) {
  return (
    <form action="/search" role="search">
      <input
        type="search"
        name="q"
        defaultValue={initial}
        placeholder="What are you looking for?"
      />
      <button type="submit">Search</button>
    </form>
  );
}
