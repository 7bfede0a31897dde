export default function Home() {
  return <h1>Matrix</h1>;
}
