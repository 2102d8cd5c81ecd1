/** The site's seal: a river, a field and the moon, which together write 渭. An original drawing, on a grid of 64. */
export function Seal() {
  return (
    <svg className="seal" viewBox="0 0 64 64" aria-hidden="true">
      <path
        className="seal-ground"
        d="M5 2.6C20 1.7 44 1.8 59 2.7c1.8.1 2.5.9 2.6 2.6.7 16 .6 37-.1 53.4-.1 1.9-.9 2.6-2.7 2.7-17 .9-37 .8-53.8 0-1.7-.1-2.5-.9-2.6-2.6C1.6 42 1.7 21 2.5 5.2 2.6 3.5 3.3 2.7 5 2.6z"
      />
      <path
        className="seal-lines"
        d="M17.5 10c-5 7 3.5 11-.5 18s-4.5 11 0 16 1 7-1.5 11M9.5 15c-2.5 5 2 8 0 13.5M10.5 38c-2.5 5 2 8-1 14M28 10.5h27v18H28zM41.5 10.5v18M28 19.5h27M30.5 55V35.5h22V55M30.5 42h22M30.5 48.5h22"
      />
    </svg>
  );
}
