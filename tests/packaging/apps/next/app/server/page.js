// A server component. `connection()` says that this part is made for each request, not when the app is built.
import { Suspense } from "react";
import { connection } from "next/server";
import { answer } from "../../matrix/all.mjs";

async function Outcome({ searchParams }) {
  await connection();
  const { emulator } = await searchParams;
  const outcome = await answer(`/?emulator=${emulator}`);
  return <code data-outcome={JSON.stringify(outcome)}>Done.</code>;
}

export default function Page({ searchParams }) {
  return (
    <Suspense fallback={<p>Waiting …</p>}>
      <Outcome searchParams={searchParams} />
    </Suspense>
  );
}
