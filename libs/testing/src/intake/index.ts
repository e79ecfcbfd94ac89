export { INTAKE_SECRETS, openIntakeWorld, type IntakeWorld, type IntakeWorldOptions } from './intake-world';
export { exchangeBytes, openSocket, type BareSocket } from './bare-socket';
export { exchange, type Exchange, type ExchangeAnswer } from './http-exchange';
