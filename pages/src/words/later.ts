/** What is asked while the box is away. */

/** On every button that asks then: it says what will happen. */
export const LATER = 'Answer when the box is back'
