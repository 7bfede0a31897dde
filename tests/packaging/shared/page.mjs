// The program in a page, as soon as the script runs.
import { once } from "./once.mjs";

once();
