// A line to a broker, by STOMP over WebSocket: https://github.com/stomp-js/stompjs, loaded only where it is needed.
//
// What is heard: "connected"; "message", number, headers, body; "receipt"; "refused", why; "closed". The library connects again by
// itself, and then what was asked for is asked for again, and what no receipt has come for is sent again.

import "./stomp.umd.min.js";

export function dial(url, login, passcode, heard) {
  const messages = new Map(); // those that can be acknowledged, by our numbers
  const sent = new Map(); // what no receipt has come for
  const wanted = [];
  let number = 0;
  let known = false;
  const subscribe = ([destination, headers]) =>
    client.subscribe(destination, (message) => {
      messages.set(++number, message);
      heard("message", number, JSON.stringify(message.headers), message.body);
    }, headers);
  const publish = ([receipt, frame]) => {
    client.watchForReceipt(receipt, () => sent.delete(receipt) && heard("receipt"));
    client.publish({ ...frame, headers: { ...frame.headers, receipt }, skipContentLengthHeader: true });
  };
  const client = new StompJs.Client({
    brokerURL: url,
    connectHeaders: { login, passcode },
    reconnectDelay: 200,
    reconnectTimeMode: StompJs.ReconnectionTimeMode.EXPONENTIAL,
    maxReconnectDelay: 5000,
    onConnect() {
      known = true;
      heard("connected");
      wanted.forEach(subscribe);
      [...sent].forEach(publish);
    },
    onStompError(frame) {
      // Who was let in comes again, without what it had sent last.
      if (!known) client.deactivate();
      for (const _ of sent) heard("receipt");
      sent.clear();
      heard("refused", `${frame.headers.message}. ${frame.body}`);
    },
    onWebSocketClose() {
      messages.clear(); // they will come again
      heard("closed");
    },
  });
  client.activate();
  return {
    subscribe(destination, headers) {
      wanted.push([destination, JSON.parse(headers)]);
      if (client.connected) subscribe(wanted.at(-1));
    },
    publish(destination, headers, body) {
      const entry = [`r${++number}`, { destination, headers: JSON.parse(headers), body }];
      sent.set(...entry);
      if (client.connected) publish(entry);
    },
    // Of a connection that is gone it means nothing.
    acknowledge(number) {
      messages.get(number)?.ack();
      messages.delete(number);
    },
    hangUp: () => client.deactivate({ force: true }),
  };
}
