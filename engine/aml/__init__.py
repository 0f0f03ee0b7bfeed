"""What becomes of AML breaches once they are found: who may see them, HR's cases, counts that leave nobody recognisable.

rights        who sees rows, who sees counts, who sees nothing
standing      what stands of earlier findings when the records are judged again
cases         one HR case per employee and type
tally         breaches by unit, type and month, and how many people they come from
small_groups  which units may be told by themselves
table whatif   what is asked of records at the desk
"""
