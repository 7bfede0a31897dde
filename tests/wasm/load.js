// Imports a module whose text is in its address.

export function load(address) {
  return import(address);
}
