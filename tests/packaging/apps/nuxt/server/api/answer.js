import { answer } from "../../matrix/all.mjs";

export default defineEventHandler((event) => answer(event.path));
