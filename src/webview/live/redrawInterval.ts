/** Live charts are redrawn this often at most: drawing thousands of points is the panel's most expensive work. */
export const redrawMilliseconds = 500;
