// A clock that stands still until a test moves it.
export { VirtualClock } from 'regent-otp/testing';
