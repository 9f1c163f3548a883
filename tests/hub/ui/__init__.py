"""The face of the product: colours, files for the browser, words for time, and the parts that pages are drawn with."""
