#pragma once

// Does `rounds` times 12 · 16 multiply-adds in `Float` that touch nothing but registers, and returns something of them.
float twelve_sums(long rounds, float x, float y);

// The same with 7 · 16.
float seven_sums(long rounds, float x, float y);
