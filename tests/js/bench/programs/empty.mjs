// What Node itself costs before a program does anything.
console.log(JSON.stringify({ cpu: process.cpuUsage() }));
