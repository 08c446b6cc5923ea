package dev.sinew.hal.robot;

import java.util.List;

/**
 * How a tendon, or a return spring, runs over joints: what its path length {@code l(q)} is made of. Moment arms are
 * {@code R = -dl/dq}, positive where pulling turns the joint in its positive direction.
 */
public sealed interface TendonRoute permits TendonRoute.Pulleys, TendonRoute.Polynomial, TendonRoute.Path
{
    /**
     * @return indices of the joints that it crosses, ascending, at least one.
     */
    List<Integer> joints();

    /**
     * Round pulleys on the joints' axes: {@code l(q) = rest - sum_j R_j q_j}.
     *
     * @param arms a constant moment arm for each joint that is crossed.
     */
    record Pulleys(List<TendonDescription.MomentArm> arms) implements TendonRoute
    {
        /**
         * Makes the list unmodifiable.
         */
        public Pulleys
        {
            arms = List.copyOf(arms);
        }

        @Override
        public List<Integer> joints()
        {
            return arms.stream().map(TendonDescription.MomentArm::joint).sorted().distinct().toList();
        }
    }

    /**
     * Moment arms that are polynomials of their own joint's position: {@code R_j(q) = sum_k c_k q_j^k}, so
     * {@code l(q) = rest - sum_j sum_k c_k q_j^(k+1) / (k+1)}.
     *
     * @param arms a polynomial for each joint that is crossed.
     */
    record Polynomial(List<PolynomialArm> arms) implements TendonRoute
    {
        /**
         * Makes the list unmodifiable.
         */
        public Polynomial
        {
            arms = List.copyOf(arms);
        }

        @Override
        public List<Integer> joints()
        {
            return arms.stream().map(PolynomialArm::joint).sorted().distinct().toList();
        }
    }

    /**
     * A moment arm that depends on the position of its joint.
     *
     * @param joint         index of the joint.
     * @param coefficientsM {@code c_k} of {@code q^k}, m/rad^k, the constant first, at least one.
     */
    record PolynomialArm(int joint, List<Double> coefficientsM)
    {
        /**
         * Makes the list unmodifiable.
         */
        public PolynomialArm
        {
            coefficientsM = List.copyOf(coefficientsM);
        }

        /**
         * @param q position of the joint, rad.
         * @return moment arm there, m.
         */
        public double at(final double q)
        {
            double arm = 0;
            for (int k = coefficientsM.size() - 1; k >= 0; k--)
            {
                arm = arm * q + coefficientsM.get(k);
            }
            return arm;
        }
    }

    /**
     * Points and obstacles on links, in the order in which the cable passes them. A {@link Cylinder} stands between two
     * {@link Via} points. A {@link Pulley} begins a branch, whose length counts divided, as that of a block and tackle;
     * nothing runs between the elements before and after it. Each branch has at least two points.
     *
     * @param elements what the cable passes.
     * @param joints   indices of the joints between the links of its elements, ascending.
     */
    record Path(List<Element> elements, List<Integer> joints) implements TendonRoute
    {
        /**
         * Makes the lists unmodifiable.
         */
        public Path
        {
            elements = List.copyOf(elements);
            joints = List.copyOf(joints);
        }
    }

    /**
     * One thing that a path passes.
     */
    sealed interface Element permits Via, Cylinder, Pulley
    {
    }

    /**
     * An eye that is fixed to a link.
     *
     * @param link index of the link.
     * @param atM  place in the link's frame, m.
     */
    record Via(int link, Vector3 atM) implements Element
    {
    }

    /**
     * A cylinder without ends that the cable bends around where the straight line would pass through it.
     *
     * @param link    index of the link.
     * @param centreM a point of its axis in the link's frame, m.
     * @param axis    unit vector of its axis in the link's frame.
     * @param radiusM radius, m, greater than 0.
     * @param sideM   a point in the link's frame on the side on which the cable passes, m, outside the cylinder.
     */
    record Cylinder(int link, Vector3 centreM, Vector3 axis, double radiusM, Vector3 sideM) implements Element
    {
        /**
         * @param pointM a point in the link's frame, m.
         * @return how far it is from the axis, m.
         */
        public double distanceOfAxisTo(final Vector3 pointM)
        {
            final double x = pointM.x() - centreM.x();
            final double y = pointM.y() - centreM.y();
            final double z = pointM.z() - centreM.z();
            final double along = x * axis.x() + y * axis.y() + z * axis.z();
            return Math.sqrt(Math.max(0, x * x + y * y + z * z - along * along));
        }
    }

    /**
     * Begins a branch whose length counts divided.
     *
     * @param divisor greater than 0; each part of the cable has the tension over this.
     */
    record Pulley(double divisor) implements Element
    {
    }
}
