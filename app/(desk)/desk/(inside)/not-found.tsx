import Link from 'next/link';
import { desk } from '#components/desk/strings.ts';

export default function NotFound() {
  return (
    <>
      <header className="page-title">
        <h1>{desk.error.notFound}</h1>
        <p>{desk.error.notFoundLead}</p>
      </header>
      <Link className="button" href="/desk">
        {desk.error.home}
      </Link>
    </>
  );
}
