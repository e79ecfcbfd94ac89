export { Child, type AdapterOpener } from './child';
