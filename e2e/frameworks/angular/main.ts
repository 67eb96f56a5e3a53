// This page compiles its templates in the browser; the Angular CLI does that when it builds.
import '@angular/compiler';
import { bootstrapApplication } from '@angular/platform-browser';

import { App } from './app.ts';

document.querySelector('#app')?.append(document.createElement('shop-app'));
await bootstrapApplication(App);
