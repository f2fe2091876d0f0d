// Two workers and nothing but postMessage: the first starts the second, which sends back what it gets.
// In: { bytes, transfers, rounds }. Out: the milliseconds of each round trip.
if (self.name === "child") {
  self.onmessage = ({ data: [transfers, bytes] }) => {
    self.postMessage([transfers, bytes], transfers ? [bytes.buffer] : []);
  };
} else {
  const child = new Worker(location.href, { name: "child" });
  self.onmessage = async ({ data: { bytes, transfers, rounds } }) => {
    let payload = new Uint8Array(bytes).fill(7);
    const took = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      const back = new Promise((resolve) => (child.onmessage = resolve));
      child.postMessage([transfers, payload], transfers ? [payload.buffer] : []);
      payload = (await back).data[1];
      took.push(performance.now() - start);
    }
    self.postMessage(took);
  };
}
