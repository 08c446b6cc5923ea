package dev.sinew.sim.emulator.wire;

/**
 * What a fault must know of a protocol to spoil an answer in a chosen way.
 */
public interface ReplyForm
{
    /**
     * Makes the check at the end of the answer wrong and leaves everything else.
     *
     * @param reply the answer.
     */
    void breakCheck(Reply reply);

    /**
     * Lets another device seem to answer; the check is right again afterwards.
     *
     * @param reply the answer.
     * @param id    who shall seem to answer.
     */
    void changeId(Reply reply, int id);

    /**
     * Sets every byte of data to 0; the check is right again afterwards.
     *
     * @param reply the answer.
     */
    void clearData(Reply reply);
}
