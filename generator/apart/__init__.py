"""An office judged customer by customer: by several processes, and only again where a file has changed since last time.

Most customers have nothing to do with each other. Whoever has (a merge) is judged together; where that
can't be told, or anything is wrong with the records, all of it is left to the long way through `model` and `grade`,
which gives the same grades and knows what to say.
"""
