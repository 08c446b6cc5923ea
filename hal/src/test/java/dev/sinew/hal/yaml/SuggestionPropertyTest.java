package dev.sinew.hal.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SuggestionPropertyTest
{
    @Example
    void shouldFindTheWordBehindATypingError()
    {
        final List<String> known = List.of("l_hip_pitch", "r_hip_pitch", "l_knee", "r_knee");
        assertEquals("l_knee", Suggestion.nearest("l_nkee", known));
        assertEquals("r_hip_pitch", Suggestion.nearest("r_hippitch", known));
        assertEquals("", Suggestion.nearest("antenna", known));
        assertEquals("; known: l_hip_pitch, r_hip_pitch, l_knee, r_knee", Suggestion.sentence("antenna", known));
        assertEquals("; none is defined", Suggestion.sentence("antenna", List.of()));
    }

    @Property(tries = 300, seed = "20261121")
    void shouldMeasureADistance(@ForAll @AlphaChars @StringLength(max = 12) final String a,
        @ForAll @AlphaChars @StringLength(max = 12) final String b)
    {
        final int distance = Suggestion.distance(a, b);
        assertEquals(distance, Suggestion.distance(b, a));
        assertEquals(a.equals(b), distance == 0);
        assertTrue(distance >= Math.abs(a.length() - b.length()) && distance <= Math.max(a.length(), b.length()));
    }

    @Property(tries = 300, seed = "20261121")
    void shouldFindAWordThatLostOneLetter(
        @ForAll @Size(min = 1, max = 8) final Set<@AlphaChars @StringLength(min = 6, max = 12) String> words,
        @ForAll @IntRange(max = 1000) final int seed)
    {
        final List<String> known = new ArrayList<>(words);
        final String word = known.get(seed % known.size());
        final int cut = seed % word.length();
        final String broken = word.substring(0, cut) + word.substring(cut + 1);
        final String found = Suggestion.nearest(broken, known);
        assertTrue(Suggestion.distance(broken.toLowerCase(Locale.ROOT), found.toLowerCase(Locale.ROOT)) <= 1,
            () -> broken + " " + found);
    }
}
